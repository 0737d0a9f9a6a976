import { calledName, type Node, property, type Source } from "./source.ts";

/** Stored names that are literals in the code. */
interface NamesInCode {
  stateKeys: string[];
  activityEvents: string[];
  logEvents: string[];
  outboxKinds: string[];
  choices: string[];
  inBrowsers: string[];
}

const stateKey = /^desk\/[a-z*]|^[^/]+\/conversations\/\*$/;
const activityEvent = /^(?:desk|handoff)\.(?!json$|sock$)[a-z-]+$/;
const inBrowser =
  /^(?:__Host-)?exit_desk_(?!schema$)[a-z]+$|^exit-desk(?:-opened|-open|-greeted|\.[a-z]+\.)$/;
const tellers = new Set(["tell", "log", "alarm", "count", "event", "failed"]);
const levels = new Set(["debug", "info", "warn", "error"]);

/** Returns the argument of a call that names a log event. */
function eventArgument(node: Node): Node | undefined {
  if (node.type !== "CallExpression") return undefined;
  const callArguments = node["arguments"] as Node[];
  const name = calledName(node);
  if (levels.has(name)) return callArguments[1];
  return tellers.has(name) ? callArguments[0] : undefined;
}

const isText = ({ type }: Node): boolean => type === "Literal" || type === "TemplateLiteral";
const isWeb = ({ file }: Source): boolean => file.startsWith("src/web/");

/** Finds the names in the sources. */
export function namesInCode(sources: readonly Source[]): NamesInCode {
  const texts = (wanted: (source: Source) => boolean, pick: (node: Node) => Node | undefined) =>
    sources.filter(wanted).flatMap(({ nodes, textsOf }) => nodes.flatMap((node) => textsOf(pick(node))));
  const all = (source: Source) => !isWeb(source);
  const plain = texts(
    () => true,
    (node) => (isText(node) ? node : undefined),
  );
  const ofServer = texts(all, (node) => (isText(node) ? node : undefined));
  const named = texts(all, (node) => {
    const type = property(node, "type");
    return type?.["value"] === "event" ? property(node, "name") : undefined;
  });
  return {
    stateKeys: ofServer.filter((text) => stateKey.test(text)),
    activityEvents: [...ofServer.filter((text) => activityEvent.test(text)), ...named],
    logEvents: texts(all, eventArgument),
    outboxKinds: texts(all, (node) => (property(node, "lane") ? property(node, "kind") : undefined)),
    choices: texts(
      ({ file }) => file.startsWith("dialogs/"),
      (node) => (property(node, "title") ? property(node, "id") : undefined),
    ),
    inBrowsers: [
      ...plain.filter((text) => inBrowser.test(text)),
      ...texts(isWeb, (node) =>
        node.type === "CallExpression" && /^(?:read|write)Local$/.test(calledName(node))
          ? (node["arguments"] as Node[])[0]
          : undefined,
      ).map((name) => `exit-desk.console.${name}`),
    ],
  };
}
