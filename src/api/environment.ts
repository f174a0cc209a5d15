// What travels with a request through the API.
import type { Context } from 'hono';

/** Who asks. Without authentication everybody on this machine is the operator. */
export interface Caller {
  readonly name: string;
  readonly role: 'viewer' | 'operator' | 'admin';
}

export interface ApiEnvironment {
  Variables: {
    requestId: string;
    caller: Caller;
    /** Pattern of the route that answered, for metrics; never a path that was asked for. */
    route: string;
  };
}

export type ApiContext = Context<ApiEnvironment>;
