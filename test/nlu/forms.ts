/** Every way to fill the gaps of a form: "{who} left" -> "i left", "she left". */
export function forms(form: string, fillings: Readonly<Record<string, readonly string[]>>): string[] {
  const [gap, name = ""] = /\{(\w+)\}/.exec(form) ?? [];
  if (gap === undefined) return [form];
  return (fillings[name] ?? []).flatMap((filling) => forms(form.replace(gap, filling), fillings));
}
