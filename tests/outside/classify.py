"""Guesses from what a depot sees of sealed parts what it must not learn, and says how well that goes.

Reads the lines of the example `outside` on standard input. For each question a gradient boosting classifier is trained
on three quarters of the days and asked about the rest, four times over; days are never torn apart. Prints one line of
JSON for each question: the share of right answers, and the share that guessing the commonest answer gets.
"""

import json
import sys

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

RARE = 10
DICE = numpy.random.default_rng(2)


def days(lines):
    """Parts by kit and day, in the order of arrival."""
    found = {}
    for line in lines:
        part = json.loads(line)
        found.setdefault((part["kit"], part["day"]), []).append(part)
    return list(found.values())


def of_the_day(parts):
    """What every part of a day shares: how many of each kind and size came, and how much in all."""
    summaries = [part["length"] for part in parts if part["kind"] == "summary"]
    pieces = [part["length"] for part in parts if part["kind"] == "pages"]
    whole = sum(length == max(pieces, default=0) for length in pieces)
    return [len(summaries), len(pieces), whole, sum(pieces) / max(len(summaries), 1), max(summaries, default=0)]


def of_the_part(parts, place):
    """Its own: size, counter, place and minute of arrival, how long after the part before it and before the next."""
    minute = parts[place]["minute"]
    before = parts[place - 1]["minute"] if place else minute
    after = parts[place + 1]["minute"] if place + 1 < len(parts) else minute
    part = parts[place]
    return [part["length"], part["counter"], place, minute, minute - before, after - minute]


def alone(all_days, kind, question):
    """One row for each part of a kind."""
    rows, answers, groups = [], [], []
    for group, parts in enumerate(all_days):
        shared = of_the_day(parts)
        for place, part in enumerate(parts):
            if part["kind"] == kind:
                rows.append(of_the_part(parts, place) + shared)
                answers.append(part[question])
                groups.append(group)
    return rows, answers, groups


def pairs(all_days, kind):
    """As many pairs of one application as of two of the same day: a piece of pages, and a part of `kind`."""
    rows, answers, groups = [], [], []
    for group, parts in enumerate(all_days):
        shared = of_the_day(parts)
        others = [place for place, part in enumerate(parts) if part["kind"] == kind]
        for place, part in enumerate(parts):
            if part["kind"] != "pages":
                continue
            for together in (True, False):
                fit = [
                    other
                    for other in others
                    if other != place and (parts[other]["visit"] == part["visit"]) == together
                ]
                if not fit:
                    break
                other = DICE.choice(fit)
                ours, theirs = of_the_part(parts, place), of_the_part(parts, other)
                apart = [a - b for a, b in zip(ours, theirs)]
                rows.append(ours + theirs + apart + shared)
                answers.append(together)
                groups.append(group)
    return rows, answers, groups


def guess(rows, answers, groups):
    """The share of right answers of the classifier, and of whoever always says what is commonest."""
    rows, groups = numpy.array(rows, dtype=float), numpy.array(groups)
    names, counts = numpy.unique(numpy.array(answers, dtype=str), return_counts=True)
    common = {name: place for place, name in enumerate(names[counts >= RARE])}
    answers = numpy.array([common.get(str(answer), -1) for answer in answers])
    right = prior = 0
    for train, test in GroupKFold(4).split(rows, answers, groups):
        model = HistGradientBoostingClassifier(
            max_iter=60, learning_rate=0.08, max_leaf_nodes=15, early_stopping=False, random_state=2
        )
        model.fit(rows[train], answers[train])
        right += int((model.predict(rows[test]) == answers[test]).sum())
        names, counts = numpy.unique(answers[train], return_counts=True)
        prior += int((answers[test] == names[counts.argmax()]).sum())
    return right / len(answers), prior / len(answers)


def main():
    all_days = days(sys.stdin)
    questions = {
        "service of a summary": alone(all_days, "summary", "service"),
        "service of a piece of pages": alone(all_days, "pages", "service"),
        "pages of a summary's application": alone(all_days, "summary", "pages"),
        "pages of a piece's application": alone(all_days, "pages", "pages"),
        "whether a piece belongs to a summary": pairs(all_days, "summary"),
        "whether a piece belongs to a piece": pairs(all_days, "pages"),
    }
    for case, (rows, answers, groups) in questions.items():
        right, prior = guess(rows, answers, groups)
        print(json.dumps({"case": case, "value": right, "peer": prior, "asked": len(answers)}), flush=True)


main()
