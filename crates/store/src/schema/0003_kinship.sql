-- Which sealed application a number belongs to, and in which way; without a word of its reason.
ALTER TABLE number ADD COLUMN kin    TEXT;  -- supplement, withdrawal, handing_over
ALTER TABLE number ADD COLUMN kin_of TEXT;  -- the number of that application, which another kit may have given out
