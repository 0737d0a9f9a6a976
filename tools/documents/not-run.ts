/** Shell blocks that no test runs: page, beginning of the text, and reason. */
export const notRun: readonly { page: string; begins: string; because: string }[] = [
  {
    page: "README.md",
    begins: "npm ci && npm start",
    because: "installs; .ci/run does npm ci and npm test, test/cli/npm-start.test.ts npm start",
  },
  {
    page: "CONTRIBUTING.md",
    begins: "npm ci",
    because: "installs; .ci/run does it",
  },
  {
    page: "CONTRIBUTING.md",
    begins: "npm run check ",
    because: "runs the checks and all tests, this one among them",
  },
  {
    page: "docs/getting-started.md",
    begins: "npm ci && npm start",
    because: "installs; test/cli/npm-start.test.ts does npm start",
  },
  {
    page: "docs/guides/agents.md",
    begins: "npm run -s desk -- sign-in-link",
    because: "needs an account; test/cli/owner-link.test.ts makes one and runs it",
  },
  {
    page: "docs/guides/deploy.md",
    begins: "HOST=0.0.0.0 PUBLIC_URL=",
    because: "listens beyond this machine, with a secret left out",
  },
  {
    page: "docs/guides/backup-restore.md",
    begins: "npm run -s store:copy --",
    because: "needs a database; test/store/copy.test.ts copies both ways",
  },
  {
    page: "docs/guides/single-sign-on.md",
    begins: "OIDC_ISSUER=",
    because: "needs a provider; test/web/console/provider.test.ts has one",
  },
  {
    page: "docs/guides/teams.md",
    begins: "MicrosoftAppType=SingleTenant",
    because: "needs an app of Azure; test/teams/ has a tenant and a connector of its own",
  },
  {
    page: "docs/guides/edit-the-guide.md",
    begins: "npx vitest run",
    because: "runs tests within a test",
  },
  {
    page: "docs/guides/train-the-classifier.md",
    begins: "npm run build",
    because: "trains for minutes when data changed; npm ci does it",
  },
  {
    page: "docs/guides/train-the-classifier.md",
    begins: "npm run -s understand:test",
    because: "measures for many minutes and writes the report",
  },
  {
    page: "docs/guides/train-the-classifier.md",
    begins: "npm run -s understand:stability",
    because: "trains for minutes",
  },
  {
    page: "docs/guides/train-the-classifier.md",
    begins: "npm run -s understand:bench",
    because: "needs two files of the reader's",
  },
  {
    page: "docs/reference/directline.md",
    begins: "curl -X POST",
    because: "asks the reader's desk; test/directline/token-wish.test.ts posts the same",
  },
  {
    page: "examples/embed/README.md",
    begins: "ALLOWED_ORIGINS=",
    because: "runs on; test/examples/embed.test.ts starts both",
  },
  {
    page: "examples/signed-in-user/README.md",
    begins: "export HOST_USERS_KEY=",
    because: "runs on; test/examples/signed-in-user.test.ts starts both",
  },
  {
    page: "examples/webhook-receiver/README.md",
    begins: "WEBHOOK_SECRET=",
    because: "runs on; test/examples/webhook-receiver.test.ts starts both",
  },
];
