import fc from "fast-check";

/** As much of JSON Schema as the desk's OpenAPI document uses in what it takes. */
export interface Schema {
  type?: string;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  properties?: Record<string, Schema>;
  required?: readonly string[];
  items?: Schema;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
}

/** Most texts are short, whatever a schema allows. */
const LONGEST = 40;

/** Values that a schema allows; its patterns and formats are left to chance. */
export function fromSchema(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fromSchema));
  switch (schema.type) {
    case "object":
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, of]) => [name, fromSchema(of)]),
        ),
        { requiredKeys: [...(schema.required ?? [])] },
      );
    case "array":
      return fc.array(fromSchema(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 3, 3) });
    case "string":
      return text(schema);
    case "integer":
    case "number":
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 2000, 2000) });
    case "boolean":
      return fc.boolean();
    default:
      return fc.constant(null);
  }
}

const text = ({ minLength = 0, maxLength = LONGEST }: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: "binary", minLength, maxLength: Math.min(maxLength, LONGEST) }),
    fc.constantFrom("a@desk.example", "hello", "00000000-0000-4000-8000-000000000000"),
  );
