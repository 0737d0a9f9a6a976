import createInstance from "@emotion/css/create-instance";

/**
 * Stands in for emotion's factory where a library of Web Chat (react-scroll-to-bottom) forgets the nonce, without which
 * the page's policy refuses its styles.
 */
const withNonce: typeof createInstance = (options = { key: "css" }) =>
  createInstance({
    ...options,
    nonce: options.nonce ?? document.getElementById("frame")?.dataset["nonce"] ?? "",
  });

export default withNonce;
