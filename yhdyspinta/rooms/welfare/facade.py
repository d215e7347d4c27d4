"""What the house may ask of this room. It is no column of the map: what it decides is recorded, and the records speak."""

BLOCK = ""
ABSENT = {
    "statuses": "approval is a record of duties, and the column of law is computed from records",
    "rules": "it has no column of its own",
    "waiting": "who writes a chapter sees it on their own page",
    "unsigned": "a document is one organisation's, decided by its council",
    "audience": "remarks are between those who write",
    "search_documents": "documents are found by their organisation until the index of the house exists",
    "packet_sections": "the site makes a packet of several rooms' queries",
    "timeline": "a document is not part of a matter",
    "export": "each document is given out in every form at its permanent address",
    "examples": "no document of a real organisation is invented",
}
