import { z } from "zod";

interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
}

/** Returns the field paths of a record, and its literal values as `path=value`. */
export function fieldsOf(schema: z.ZodType): string[] {
  const whole = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const found = new Set<string>();
  const walk = (part: JsonSchema, at: string): void => {
    if (part.$ref) walk(whole.$defs?.[part.$ref.replace("#/$defs/", "")] ?? {}, at);
    for (const word of [...(part.enum ?? []), part.const])
      if (typeof word === "string" && at !== "") found.add(`${at}=${word}`);
    for (const [name, inner] of Object.entries(part.properties ?? {})) {
      const path = at === "" ? name : `${at}.${name}`;
      found.add(path);
      walk(inner, path);
    }
    for (const inner of [part.items, ...(part.prefixItems ?? [])]) if (inner) walk(inner, `${at}[]`);
    for (const inner of [...(part.anyOf ?? []), ...(part.oneOf ?? []), ...(part.allOf ?? [])])
      walk(inner, at);
    if (part.propertyNames) walk(part.propertyNames, `${at}.<name>`);
    if (typeof part.additionalProperties === "object") walk(part.additionalProperties, `${at}.<any>`);
  };
  walk(whole, "");
  return [...found];
}
