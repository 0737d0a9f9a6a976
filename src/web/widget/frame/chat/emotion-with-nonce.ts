import createInstance from "@emotion/css/create-instance";

/**
 * Replaces emotion's factory for a dependency of Web Chat (react-scroll-to-bottom) that omits the nonce. Without it the
 * content security policy blocks its styles.
 */
const withNonce: typeof createInstance = (options = { key: "css" }) =>
  createInstance({
    ...options,
    nonce: options.nonce ?? document.getElementById("frame")?.dataset["nonce"] ?? "",
  });

export default withNonce;
