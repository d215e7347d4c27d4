"""The fifteen core tasks and the journeys that do them. `drill tasks` lets people do them by keyboard, on a phone, on a slow wire."""

from collections.abc import Mapping

TASKS: Mapping[str, tuple[str, ...]] = {
    "1 see what binds my municipality": ("test_journeys.py::test_has_kuhmos_county_negotiated_this_term",),
    "2 record a negotiation, the other side confirms": (
        "test_journeys.py::test_record_that_it_did_and_the_other_side_confirms",
    ),
    "3 why a cell says what it says": ("test_journeys.py::test_why_a_cell_says_what_it_says",),
    "4 print a profile": ("test_tasks.py::test_a_profile_tells_what_stands_out_and_is_printed",),
    "5 compare with the nearest": ("test_tasks.py::test_three_figures_beside_the_nearest",),
    "6 call the yearly negotiation, 8 its receipts": (
        "test_way_home.py::test_the_yearly_negotiation_of_thirteen_municipalities_comes_home",
    ),
    "7 report a decision from a letter": (
        "test_way_home.py::test_a_small_municipality_answers_a_year_from_four_letters",
    ),
    "9 agree on a goal after differing": ("test_shared.py::test_two_parties_agree_on_a_goal_after_one_disputes_it",),
    "10 find a counterpart": ("test_shared.py::test_a_gap_is_found_taken_and_signed",),
    "11 a problem climbs and is solved": ("test_agreed.py::test_a_problem_climbs_two_levels_and_is_solved_in_time",),
    "12 write a wellbeing report": (
        "test_council.py::test_a_report_is_written_with_two_colleagues_and_the_council_approves",
    ),
    "13 make packets of a negotiation": ("test_council.py::test_an_official_prepares_a_round_of_negotiations",),
    "14 a councillor's five minutes": ("test_council.py::test_a_new_councillors_first_five_minutes",),
    "15 an incident log": ("test_preparedness.py::test_the_log_without_javascript",),
}
"""Offline, task 15 has its own examination: `drill offline`."""
