import { actor } from '../context.js';
import { Failure } from '../errors/failure.js';
import type { Permission } from './permissions.js';

const PERMISSION = Symbol('permission');
export type Declared = Permission | 'nothing';

/**
 * Declares, once, the permission of a use case. It is checked before anything is loaded (`design.md` G), so that 403
 * never depends on a row. `@Requires('nothing')` says that any authenticated caller may.
 */
export function Requires(permission: Declared): MethodDecorator {
  return (_target, _name, descriptor: PropertyDescriptor) => {
    const useCase = descriptor.value as (...args: unknown[]) => unknown;
    const guarded = function (this: unknown, ...args: unknown[]): unknown {
      demand(permission);
      return useCase.apply(this, args);
    };
    Object.defineProperty(guarded, PERMISSION, { value: permission });
    Object.defineProperty(guarded, 'name', { value: useCase.name });
    descriptor.value = guarded;
  };
}

/** Whether the caller holds a permission: for a field that shows another feature's noun, null where it does not. */
export function may(permission: Permission): boolean {
  const who = actor();
  return who.kind === 'system' || who.permissions.has(permission);
}

/** Refuses an actor who lacks the permission. */
export function demand(permission: Declared): void {
  if (permission === 'nothing' || may(permission)) return;
  throw new Failure('forbidden', { params: { permission } });
}

/** The permission that a use case declares; undefined means that it declares none, which a test refuses. */
export function permissionOf(useCase: unknown): Declared | undefined {
  return (useCase as Record<symbol, Declared> | undefined)?.[PERMISSION];
}
