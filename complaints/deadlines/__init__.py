"""Due dates, pure: from a complaint's assignments to the day it is due, with the sum in words.

Days are dates of the contract's time zone: weekends count, the time of day does not, and the last
day runs to 11:59 PM (SOP H, note on timeframes). The clock starts on the assignment date, else the
received date. `due_on` is the earliest day any reading supports; a later one that a decision of
CMS predicts counts only once a download shows the new assignment date.
"""

from complaints.deadlines.due_date import Clock, clock
from complaints.deadlines.explanation import Line, LineKind
from complaints.deadlines.facts import ClockFacts, ClockState
from complaints.deadlines.readings import Reading
from complaints.deadlines.standing import Standing, standing
from complaints.deadlines.time_left import DueGroup, DueWords, due_at, due_words

__all__ = [
    "Clock",
    "ClockFacts",
    "ClockState",
    "DueGroup",
    "DueWords",
    "Line",
    "LineKind",
    "Reading",
    "Standing",
    "clock",
    "due_at",
    "due_words",
    "standing",
]
