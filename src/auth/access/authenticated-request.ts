import { type Request } from 'express';
import { type Principal } from './principal.js';

/** A request on its way through the access guard. */
export interface AuthenticatedRequest extends Request {
  /** The access token the client showed, from wherever this route takes one; set before it is verified. */
  presentedToken?: string;
  /** Set once the token holds. */
  user?: Principal;
}
