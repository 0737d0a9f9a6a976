/** The nonce under which the page's policy lets styles in. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>("meta[name=style-nonce]")?.content ?? "";
