"""Parses statements, each in its dialect, and says of each what it is. Reads and writes JSON.

Input: [{"dialect": …, "sql": …}]. Output: [{"kind": class of the syntax tree, "error": text or null}].
A statement that sqlglot only passes through ("Command") is reported as such.
"""

import json
import logging
import sys

import sqlglot
from sqlglot.optimizer.qualify import qualify

logging.getLogger("sqlglot").setLevel(logging.ERROR)


def check(statement):
    try:
        trees = sqlglot.parse(statement["sql"], read=statement["dialect"], error_level=sqlglot.ErrorLevel.RAISE)
        if len(trees) != 1:
            return {"kind": None, "error": f"{len(trees)} statements"}
        tree = trees[0]
        if "schema" in statement:
            qualify(tree, schema=statement["schema"], dialect=statement["dialect"], validate_qualify_columns=True)
        return {"kind": type(tree).__name__, "error": None}
    except Exception as error:  # noqa: BLE001 -- whatever it is, the statement is what is wrong
        return {"kind": None, "error": str(error)}


json.dump([check(statement) for statement in json.load(sys.stdin)], sys.stdout)
