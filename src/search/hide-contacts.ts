const address = /[^\s@<>()[\]",;:]{1,64}@[^\s@<>()[\]",;:.!?]{1,63}(?:\.[^\s@<>()[\]",;:.!?]{1,63}){1,8}/gu;
const number = /(?<![\w-])\+?\(?\d[\d ()./-]{5,24}\d(?!\w)/gu;
const date = /^\d{4}-\d\d-\d\d$/;

const digitsIn = (text: string): number => text.replace(/\D/g, "").length;

/** Puts a sign in the place of each e-mail address and phone number, for where they are not needed. */
export const hideContacts = (text: string): string =>
  text
    .replace(address, "[…]")
    .replace(number, (found) => (digitsIn(found) < 7 || date.test(found) ? found : "[…]"));
