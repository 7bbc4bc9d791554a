-- Unfinished uploads expire, a kit has a quota, and what was opened may go after a while.
ALTER TABLE part ADD COLUMN announced INTEGER NOT NULL DEFAULT 0;  -- when last, seconds since 1970 UTC
ALTER TABLE part ADD COLUMN cleared   INTEGER NOT NULL DEFAULT 0;  -- the bytes are gone, the word about them stays
ALTER TABLE opened ADD COLUMN noted   INTEGER NOT NULL DEFAULT 0;  -- seconds since 1970 UTC
UPDATE part SET announced = unixepoch() WHERE receipt IS NULL;
UPDATE opened SET noted = unixepoch();

-- What each kit has here, kept by the triggers alone.
CREATE TABLE usage (
    kit      BLOB PRIMARY KEY,
    bytes    INTEGER NOT NULL,         -- announced or kept, until cleared
    arriving INTEGER NOT NULL          -- uploads that are not finished
) STRICT;
INSERT INTO usage SELECT kit, sum(length), sum(receipt IS NULL) FROM part GROUP BY kit;

CREATE TRIGGER part_comes AFTER INSERT ON part BEGIN
    INSERT INTO usage VALUES (NEW.kit, NEW.length, NEW.receipt IS NULL)
    ON CONFLICT (kit) DO UPDATE SET bytes = bytes + excluded.bytes, arriving = arriving + excluded.arriving;
END;
CREATE TRIGGER part_is_kept AFTER UPDATE OF receipt ON part WHEN OLD.receipt IS NULL AND NEW.receipt IS NOT NULL BEGIN
    UPDATE usage SET arriving = arriving - 1 WHERE kit = NEW.kit;
END;
CREATE TRIGGER part_is_cleared AFTER UPDATE OF cleared ON part WHEN NEW.cleared AND NOT OLD.cleared BEGIN
    UPDATE usage SET bytes = bytes - NEW.length WHERE kit = NEW.kit;
END;
CREATE TRIGGER part_goes AFTER DELETE ON part BEGIN
    UPDATE usage SET bytes = bytes - OLD.length, arriving = arriving - (OLD.receipt IS NULL) WHERE kit = OLD.kit;
END;
