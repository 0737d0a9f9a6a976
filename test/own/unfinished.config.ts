import { defineConfig } from "vitest/config";
import config from "../../vitest.config.ts";

// without the projects, which bring files of their own
const { projects: _, ...shared } = config.test ?? {};

export default defineConfig({ test: { ...shared, include: ["test/own/unfinished.fixture.ts"] } });
