import { z } from "zod";

interface Field {
  name: string;
  schema: z.ZodType;
  description: string;
}

/** Unwraps defaults, prefaults and optionals of a schema. */
function bare(schema: unknown): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return bare(schema.unwrap());
  return schema;
}

/** Lists the fields of an object schema; nested fields are named `outer.inner`. */
export function fieldsOf(object: z.ZodObject, prefix = ""): Field[] {
  return Object.entries(object.shape).flatMap(([key, value]) => {
    const schema = value as z.ZodType;
    const name = `${prefix}${key}`;
    const inner = bare(schema);
    const nested =
      inner instanceof z.ZodObject && described(inner) ? fieldsOf(inner as z.ZodObject, `${name}.`) : [];
    return nested.length > 0 ? nested : [{ name, schema, description: schema.description ?? "" }];
  });
}

const described = (object: z.ZodObject): boolean =>
  Object.values(object.shape).some((field) => (field as z.ZodType).description !== undefined);

/** Formats a value as a cell. */
const shown = (value: unknown): string => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

/** Returns the default of a field, or "required". */
export function defaultOf(schema: z.ZodType): unknown {
  const parsed = schema.safeParse(undefined);
  return parsed.success ? parsed.data : "required";
}

/** Formats the default of a field as a cell; an empty one reads "none". */
export function defaultCell(schema: z.ZodType): string {
  const value = defaultOf(schema);
  if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "none";
  if (value === "required") return "required";
  return shown(value);
}
