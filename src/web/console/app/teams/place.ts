const { in: place, signIn } = document.documentElement.dataset;

/** Whether the console is a tab in Teams. */
export const inTeams = place === "teams";

/** Whether Teams can sign people in. */
export const teamsSignsIn = signIn === "teams";
