"""The socket's messages as TypeScript, through their JSON Schema."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from hearings.protocol.messages import CLIENT, PROTOCOL, SERVER
from hearings.rules.access import MESSAGES

Schema = Mapping[str, Any]

HEAD = """\
// Written by `manage.py export_protocol`; the test run fails when it differs. Do not edit.
"""


def render() -> str:
    """The whole of `frontend/src/protocol/messages.gen.ts`."""
    client = CLIENT.json_schema(mode="validation")
    server = SERVER.json_schema(mode="serialization")
    parts = [
        HEAD,
        f"export const PROTOCOL = {PROTOCOL};\n",
        _may_send(),
        *_definitions(server, whole=True),
        f"export type ServerMessage = {_type(server)};\n",
        *_definitions(client, whole=False, but=frozenset(server["$defs"])),
        f"export type ClientMessage = {_type(client)};\n",
        f"export type ClientAct = {_type(client['$defs']['ActMessage']['properties']['act'])};\n",
    ]
    return "\n".join(parts)


def _may_send() -> str:
    rows = "".join(
        f"  {message}: {json.dumps([str(role) for role, may in cells.items() if may])},\n"
        for message, cells in MESSAGES.items()
    )
    head = "/** Which roles may send which message; acts stand under their kind. */\n"
    return (
        f"{head}export const MAY_SEND: Readonly<Record<string, readonly Role[]>> = {{\n{rows}}};\n"
    )


def _definitions(
    schema: Schema, *, whole: bool, but: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Each named shape. `whole`: the sender fills defaults in, so every field is there."""
    for name, shape in schema["$defs"].items():
        if name not in but:
            yield _comment(shape) + _definition(name, shape, whole=whole)


def _comment(shape: Schema) -> str:
    text = " ".join(str(shape.get("description", "")).split())
    return f"/** {text} */\n" if text else ""


def _definition(name: str, shape: Schema, *, whole: bool) -> str:
    if shape.get("type") != "object":
        return f"export type {name} = {_type(shape)};\n"
    required = set(shape.get("required", ()))
    fields = ""
    for field, inner in shape.get("properties", {}).items():
        always = whole or field in required or "const" in inner
        fields += f"  {field}{'' if always else '?'}: {_type(inner)};\n"
    return f"export interface {name} {{\n{fields}}}\n"


def _type(shape: Schema) -> str:
    if "$ref" in shape:
        return str(shape["$ref"]).rsplit("/", 1)[-1]
    for union in ("oneOf", "anyOf"):
        if union in shape:
            return " | ".join(_type(inner) for inner in shape[union])
    if "const" in shape:
        return json.dumps(shape["const"])
    if "enum" in shape:
        return " | ".join(json.dumps(value) for value in shape["enum"])
    return _plain(shape)


def _plain(shape: Schema) -> str:
    match shape.get("type"):
        case "string":
            return "string"
        case "integer" | "number":
            return "number"
        case "boolean":
            return "boolean"
        case "null":
            return "null"
        case "array":
            inner = _type(shape["items"])
            return f"readonly ({inner})[]" if " " in inner else f"readonly {inner}[]"
        case "object" if not shape.get("properties"):
            values = shape.get("additionalProperties")
            inner = _type(values) if isinstance(values, Mapping) else "never"
            return f"Readonly<Record<string, {inner}>>"
    raise ValueError(f"no TypeScript for {shape!r}")
