"""The references of HumanEval-X in every language, and HumanEval's twenty times."""

import os

from assay import read, table

# References that the original tests refuse too, or that need what Debian has not; by name.
EXCEPTIONS = {
    # Its tests are commented out.
    "Rust/32": "has no test",
    # Looks at two keys of a map at most, whichever come first.
    "Go/95": "goes by the order of a map's keys, which Go shuffles",
}
LANGUAGES = ["python", "cpp", "java", "js", "go", "rust"]


def references(assay, shared, languages=LANGUAGES, limit=0):
    faults = []
    body = []
    notes = []
    for language in languages:
        path = os.path.join(shared, "data", "humaneval-x", "humanevalx_%s.jsonl" % language)
        with assay.workspace() as workspace:
            workspace.importing("humaneval-x", read(path, limit))
            workspace.call("problems", "references")
            judged = workspace.judge()
        accepted = [row for row in judged if row["verdict"] == "accepted"]
        levels = [row["integrity"] for row in judged]
        body.append([language, len(judged), len(accepted), levels.count("isolated"),
                     levels.count("sealed")])
        for row in judged:
            if row["verdict"] != "accepted":
                known = EXCEPTIONS.get(row["problem"])
                notes.append("- %s: %s%s" % (row["problem"], row["verdict"],
                                            ", because it " + known if known else ""))
                if not known:
                    faults.append("reference not accepted: %s" % row["problem"])
    head = ["language", "references", "accepted", "isolated", "sealed"]
    return [*table(head, body), "", *notes], faults


def repeats(assay, shared, times=20, limit=0):
    """Every reference of HumanEval, so often; any that once is not accepted is a flake."""
    path = os.path.join(shared, "data", "humaneval-x", "humanevalx_python.jsonl")
    with assay.workspace() as workspace:
        workspace.importing("humaneval-x", read(path, limit))
        workspace.call("problems", "references")
        judged = workspace.judge("--repeat", times)
    faults = ["flaky: %s, %s" % (row["problem"], row["verdict"]) for row in judged
              if row["verdict"] != "accepted" or row.get("flaky")]
    line = "%d references, each judged %d times: %d always accepted, %d not." % (
        len(judged), times, len(judged) - len(faults), len(faults))
    return [line], faults
