import { shown } from "../numbers.ts";
import { type Figure, figure } from "../report.ts";
import { cannotHold, connectionFlood } from "./connections.ts";
import { refusalFlood } from "./log-lines.ts";
import { signInFlood } from "./sign-ins.ts";
import { storeFlood } from "./stored-bytes.ts";
import { stuckReaders } from "./stuck-readers.ts";
import { ticketFlood } from "./tickets.ts";

/** An attack on the desk of a tree, and what it is called on the command line. */
export interface Attack {
  name: string;
  what: string;
  /** `what`: what its first figure is called */
  measure(tree: string, what: string): Promise<Figure[]>;
}

const megabyte = 1_000_000;
const mb = (bytes: number): string => `${shown(bytes / megabyte)} MB`;

/** the most that may be stored in an hour, in MB */
export const storedHourly = { 1: 50, 1000: 500 } as const;

const stored = (networks: 1 | 1000, seconds: number): Attack => ({
  name: networks === 1 ? "bytes-one" : "bytes-all",
  what: `stored in an hour by ${networks === 1 ? "one network" : "1,000 networks"}`,
  async measure(tree, what) {
    const enough = 3 * storedHourly[networks] * megabyte;
    const found = await storeFlood(tree, networks, { seconds, enough });
    const detail = `${mb(found.bytes)} in the first ${found.seconds} s`;
    return [figure(what, found.hourly / megabyte, " MB", { most: storedHourly[networks] }, detail)];
  },
});

const tickets = (networks: 1 | 1000): Attack => ({
  name: networks === 1 ? "tickets-one" : "tickets-all",
  what: `tickets in the agents' queue after a minute of ${networks === 1 ? "one /64" : "1,000 networks"}`,
  async measure(tree, what) {
    const count = await ticketFlood(tree, networks, 60);
    return [{ what, measured: shown(count), goal: null }];
  },
});

const connections = (addresses: 1 | 1000): Attack => ({
  name: addresses === 1 ? "connections-one" : "connections-all",
  what: `longest wait for an answer while 10,500 connections are held open from ${addresses === 1 ? "one address" : "1,000 addresses"}`,
  async measure(tree, what) {
    const count = 10_500;
    const reason = cannotHold(count);
    if (reason !== null) return [{ what, measured: `not measured: ${reason}`, goal: null }];
    const { held, tries, answered, median, longest } = await connectionFlood(tree, {
      count,
      addresses,
      tries: 20,
    });
    const detail = `${answered} of ${tries} people answered, ${shown(held)} connections open`;
    const told = figure(what, longest, " ms", { most: 500 }, `median ${shown(median)} ms; ${detail}`);
    return [Number.isFinite(longest) ? told : { ...told, measured: detail }];
  },
});

const signIns: Attack = {
  name: "sign-ins",
  what: "sign-ins of a known device, of 20, under 40 wrong ones a second",
  async measure(tree, what) {
    const { tries, device, stepUp, changed, wrong } = await signInFlood(tree, 20);
    const detail = `step-ups ${stepUp} of ${tries}, password ${changed ? "changed" : "not changed"}, ${wrong} wrong ones`;
    return [figure(what, device, "", { least: 20 }, detail)];
  },
};

const readers: Attack = {
  name: "readers",
  what: "seconds until 2,400 readers that never read are closed",
  async measure(tree, what) {
    const found = await stuckReaders(tree, { readers: 2400, messages: 40, seconds: 60 });
    const after = found.closedAfter ?? Number.POSITIVE_INFINITY;
    const [open, goal] = [`${found.left} open after 60 s`, { most: 30 }];
    const told = figure(what, after, " s", goal, `${found.readers} had come`);
    return [
      found.closedAfter === null ? { ...told, measured: open } : told,
      { what: "kernel memory for them at most", measured: mb(found.kernel), goal: null },
      { what: "memory of the process for them at most", measured: mb(found.process), goal: null },
    ];
  },
};

const logLines: Attack = {
  name: "log",
  what: "log lines a second under refusals",
  async measure(tree, what) {
    const { asked, lines, bytes, seconds } = await refusalFlood(tree, 20);
    const daily = (bytes / seconds) * 86_400;
    const detail = `${shown(asked / seconds)} refusals a second, ${mb(daily)} of log a day`;
    return [{ what, measured: `${shown(lines / seconds)} (${detail})`, goal: null }];
  },
};

export const attacks: readonly Attack[] = [
  stored(1, 120),
  stored(1000, 180),
  tickets(1),
  tickets(1000),
  signIns,
  connections(1),
  connections(1000),
  readers,
  logLines,
];
