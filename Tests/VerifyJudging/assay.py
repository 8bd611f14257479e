"""Runs the Assay binary as its users do."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile


class Assay:
    def __init__(self, path, jobs):
        self.path = os.path.abspath(path)
        self.jobs = jobs

    def call(self, *words, stdin=None, allowed=(0, 1)):
        done = subprocess.run([self.path, *map(str, words)], input=stdin, capture_output=True,
                              text=True)
        if done.returncode not in allowed:
            sys.exit("%s\n%s" % (" ".join(map(str, words)), done.stderr[-4000:]))
        return done.stdout, done.stderr

    def execute(self, jobs, *options):
        """Results by id."""
        text = "".join(json.dumps(job) + "\n" for job in jobs)
        out, _ = self.call("exec", "--jobs", self.jobs, *options, stdin=text, allowed=(0,))
        results = {row["id"]: row for row in rows(out)}
        missing = [job["id"] for job in jobs if job["id"] not in results]
        if missing:
            sys.exit("no result for %s" % ", ".join(missing[:5]))
        return results

    @contextlib.contextmanager
    def workspace(self):
        with tempfile.TemporaryDirectory(prefix="assay-verify-") as directory:
            yield Workspace(self, directory)


class Workspace:
    def __init__(self, assay, directory):
        self.assay = assay
        self.directory = directory
        self.path = os.path.join(directory, "workspace")
        assay.call("init", self.path, "--quiet")

    def call(self, *words):
        out, err = self.assay.call(*words, "--workspace", self.path, "--json", "--no-progress")
        return rows(out), err

    def importing(self, form, records):
        """The remarks of the import."""
        path = os.path.join(self.directory, form + ".jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(record) + "\n" for record in records)
        return self.call("import", form, path)[1]

    def judge(self, *options):
        self.call("judge", "--jobs", self.assay.jobs, "--exit-zero", *options)
        return self.call("submissions")[0]


def rows(text):
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def read(path, limit=0):
    """The records of a file, or so many, spread over it."""
    with open(path, encoding="utf-8") as file:
        records = [json.loads(line) for line in file if line.strip()]
    if limit and limit < len(records):
        records = [records[index * len(records) // limit] for index in range(limit)]
    return records


def table(head, body):
    """Lines of a Markdown table."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in body:
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"


def first_message(result):
    """Why a result is not accepted, in one line."""
    error = result.get("error")
    texts = [error["message"]] if error else []
    texts += [test["message"] for test in result.get("tests", []) if test["verdict"] != "accepted"]
    texts += [(result.get("compile") or {}).get("stderr", "")]
    text = next((text for text in texts if text), "")
    return " ".join(text.split())[:160]
