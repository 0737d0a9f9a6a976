import { z } from "zod";

/** Language tag as clients send it, such as `pt-BR` (BCP 47). */
export const Locale = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .max(35);

/** Time zone of a person, as an IANA name such as `Europe/Lisbon`. */
export const TimeZone = z.string().regex(/^[\w+/-]{1,64}$/);
