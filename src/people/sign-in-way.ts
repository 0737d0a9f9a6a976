import { z } from "zod";

/** How somebody showed who they are. */
export const SignInWay = z.enum(["password", "link", "microsoft", "provider"]);
