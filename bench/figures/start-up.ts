import { median, shown } from "../numbers.ts";
import { type Figure, figure } from "../report.ts";
import { startDesk, withFolder } from "../variants.ts";

const starts = 3;

async function startedIn(folder: string): Promise<number> {
  const desk = await startDesk(folder);
  await desk.stop();
  return desk.startedIn;
}

/** How much longer the desk takes to start with a past of so many conversations in `folder` than with none. */
export const measureStartUp = (conversations: number, folder: string): Promise<Figure> =>
  withFolder(async (emptyFolder) => {
    const [empty, full]: [number[], number[]] = [[], []];
    await startedIn(emptyFolder);
    for (let n = 0; n < starts; n += 1) {
      full.push(await startedIn(folder));
      empty.push(await startedIn(emptyFolder));
    }
    const seconds = (Math.max(...full) - median(empty)) / 1000;
    return figure(
      `start with ${conversations.toLocaleString("en-US")} conversations, more than with none`,
      seconds,
      " s",
      { most: 1 },
      `the slowest of ${starts} took ${shown(Math.max(...full) / 1000)} s; the first after the process was killed`,
    );
  });
