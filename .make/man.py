"""Writes the man page from the command definitions: man.py SLUICE > sluice.1

The source is what `sluice --experimental-dump-help` prints, the same that --help and the shell
completions are made of, so that the three never differ.
"""

import json
import subprocess
import sys

FILES = """
.SH FILES
.TP
.I <output.directory>/<name>/results.jsonl
The published records, one JSON line for each document.
.TP
.I <output.directory>/<name>/dead-letters.jsonl
What a person has to decide.
.TP
.I <output.directory>/sluice.sqlite
The ledger: what was read, asked and paid.
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
Some documents became dead letters (with \\-\\-strict), or all that a model was asked about.
.TP
.B 64, 65, 66
The command line, the input data, or the absence of any input.
.TP
.B 69
No model answers.
.TP
.B 70
A defect of sluice.
.TP
.B 73, 74
Output cannot be created or written.
.TP
.B 75
Work is left: interrupted, or another run is under way.
.TP
.B 77, 78
A key was not accepted; the pipeline, its schema or the environment is off.
"""


def roff(text):
    """Text as roff: nothing in it is a request or an escape."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def name(argument):
    """How an argument is written."""
    names = argument.get("names", [])
    value = f" <{argument.get('valueName', 'value')}>" if argument["kind"] == "option" else ""
    if not names:
        return f"<{argument.get('valueName', 'value')}>"
    dashes = {"long": "--", "short": "-", "longWithSingleDash": "-"}
    return ", ".join(dashes[each["kind"]] + each["name"] for each in names) + value


def arguments(command):
    """A command's visible arguments; --help and --version are told of once."""
    shown = []
    for argument in command.get("arguments", []):
        names = {each["name"] for each in argument.get("names", [])}
        if argument.get("shouldDisplay", True) and not names & {"help", "version"}:
            shown.append(argument)
    return shown


def discussion(text):
    """Paragraphs; indented lines are examples and stay as they are."""
    lines = []
    for line in text.strip("\n").split("\n"):
        if line.startswith("  "):
            lines += [".RS 4", ".nf", roff(line.strip()), ".fi", ".RE"]
        else:
            lines.append(roff(line) if line.strip() else ".PP")
    return lines


def section(command, path):
    """One command, and those below it."""
    below = [each for each in command.get("subcommands", []) if each["commandName"] != "help"]
    below = [each for each in below if each.get("shouldDisplay", True)]
    lines = [f".SS {roff(' '.join(path))}", roff(command.get("abstract", ""))]
    given = arguments(command)
    words = list(path)
    if len(path) > 1 and given and name(given[0]) == "<pipeline>":
        # `dead-letters P list` is how it is said.
        words.insert(1, name(given[0]))
        given = given[1:]
    synopsis = [roff(" ".join(["sluice"] + words))]
    for argument in given:
        text = roff(name(argument))
        if argument.get("isRepeating"):
            text += " ..."
        synopsis.append(f"[{text}]" if argument.get("isOptional") else text)
    if not below:
        lines += [".PP", ".B " + synopsis[0]] + synopsis[1:]
    if command.get("discussion"):
        lines += [".PP"] + discussion(command["discussion"])
    for argument in arguments(command):
        lines += [".TP", ".B " + roff(name(argument)), roff(argument.get("abstract", "") or "")]
    for each in below:
        lines += section(each, path + [each["commandName"]])
    return lines


def main():
    sluice = sys.argv[1]
    dump = subprocess.run([sluice, "--experimental-dump-help"], check=True, capture_output=True)
    version = subprocess.run([sluice, "--version"], check=True, capture_output=True, text=True)
    root = json.loads(dump.stdout)["command"]
    lines = [
        f'.TH SLUICE 1 "" "sluice {version.stdout.strip()}" "User Commands"',
        ".SH NAME",
        "sluice \\- " + roff(root["abstract"].rstrip(".")),
        ".SH SYNOPSIS",
        ".B sluice",
        "<command> [<argument> ...]",
        ".SH DESCRIPTION",
    ]
    lines += discussion(root.get("discussion", ""))
    lines += [".PP", "Every command takes", ".BR \\-\\-help .", ".SH COMMANDS"]
    for command in root["subcommands"]:
        if command["commandName"] != "help" and command.get("shouldDisplay", True):
            lines += section(command, [command["commandName"]])
    print("\n".join(lines) + FILES, end="")


main()
