import type { Content } from "./files.ts";

/** The ids of all passages that the dialogs can say at a node, wherever the files name them. */
export function saidAt(content: Omit<Content, "facts" | "tree" | "topics">, node: string): string[] {
  const here = <T extends { node: string; passages: string[] }>(places: T[]): string[] =>
    places.filter((place) => place.node === node).flatMap(({ passages }) => passages);
  const { restoration, checklist } = content;
  return [
    ...(content.nodes[node] ?? []),
    ...here(content.reasons),
    ...here(content.alternatives),
    ...here(checklist.map(({ passages }) => ({ node: "N10", passages }))),
    ...here(content.steps),
    ...here(restoration.map((way) => ({ node: way.node, passages: [...way.passages, ...way.gather] }))),
    ...here(restoration.map(({ draft }) => ({ node: "R4", passages: draft.passages }))),
  ];
}
