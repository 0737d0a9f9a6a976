/** An id of somebody else as it is compared: devices write the same letter in one sign or in two (Unicode NFC). */
export const oneSpelling = (id: string): string => id.normalize("NFC");
