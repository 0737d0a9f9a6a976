import type { Problem } from "./error.ts";
import type { Content } from "./files.ts";

/** Placeholders of a draft that no question fills, and questions whose answer the draft leaves out. */
export function unfilledDrafts({ restoration }: Content): Problem[] {
  return restoration.flatMap(({ draft }, at) => {
    const asked = draft.fields.map(({ id }) => id);
    const used = [...draft.template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? "");
    const file = "restoration.json";
    return [
      ...used
        .filter((name) => !asked.includes(name))
        .map((name) => ({ file, place: `[${at}].draft.template`, reason: `no field fills {${name}}` })),
      ...asked.flatMap((name, field) =>
        used.includes(name)
          ? []
          : [{ file, place: `[${at}].draft.fields[${field}]`, reason: `the template has no {${name}}` }],
      ),
    ];
  });
}
