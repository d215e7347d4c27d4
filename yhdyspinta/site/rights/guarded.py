"""Who may what at the addresses of preparedness."""

from yhdyspinta.site.rights.rule import PUBLIC, Rule

PREPAREDNESS: dict[str, Rule] = {
    **dict.fromkeys(
        ("preparedness:region", "preparedness-steps", "preparedness:worker", "preparedness:manifest"), PUBLIC
    ),
    **{f"preparedness:{n}": Rule("region") for n in ("matrix", "plan", "exercise")},
    **{f"preparedness:{n}": Rule("circle") for n in ("card", "contacts", "incidents", "incident", "shell", "state")},
    "preparedness:logs": Rule("signed_in"),
    "preparedness:join": Rule("region", "region"),
    "preparedness:leave": Rule("", "party"),
    "preparedness:partner": Rule("region", "region", {"kind": "company", "name": "Vesiyhtiö"}),
    "preparedness:withdraw-partner": Rule("", "region"),
    **{
        f"preparedness:{n}": Rule("coordinator", "coordinator", {"version": "2"}) for n in ("begin", "parties", "roles")
    },
    "preparedness:secret": Rule("circle", "circle", {"procedure_fi": "Uusi menettely", "version": "2"}),
    "preparedness:stance": Rule(
        "keeper",
        "keeper",
        {"step": "decision", "position": "accepted", "body": "Hallitus", "link": "https://example.org/1"},
    ),
    "preparedness:end": Rule("", "coordinator"),
    "preparedness:contact": Rule(
        "circle", "circle", {"title": "Päivystäjä", "phone": "+358 40 000 0003", "version": "0"}
    ),
    **{
        f"preparedness:{n}": Rule("", "circle", {"version": "1", "reached": "1"})
        for n in ("confirm-contact", "withdraw-contact", "tried")
    },
    **{
        f"preparedness:{n}": Rule("region", "region", {"version": "1"})
        for n in ("plan-exercise", "change-exercise", "held")
    },
    "preparedness:call-off": Rule("", "region"),
    "preparedness:learn": Rule("circle", "circle", {"text": "Opittiin"}),
    "preparedness:forget-lesson": Rule("", "circle"),
    "preparedness:open-log": Rule("circle", "circle"),
    **{f"preparedness:{n}": Rule("", "circle") for n in ("write", "send", "close")},
    "lesson-measure": Rule("coordinator", "coordinator"),
}
