/* A worker whose run was killed ends too, and with it what it has started. */
process.once("disconnect", () => process.exit(1));
