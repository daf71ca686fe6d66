import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, SSE_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { routeAccess } from '../../src/auth/access/route-access.js';

/** One route of the application, as its controller declares it. */
export interface Route {
  /** `Controller.method` */
  readonly name: string;
  /** `GET /agent/runs/:id`, without the API's prefix. */
  readonly pattern: string;
  /** `public`, a permission, or undefined when nothing is declared. */
  readonly access: string | undefined;
}

/** Every route of a module and of all it imports. Nothing is instantiated (`preview`), so no store is needed. */
export async function routesOf(module: Type): Promise<Route[]> {
  const app = await Test.createTestingModule({ imports: [module] }).compile({ preview: true });
  const controllers = new DiscoveryService(app.get(ModulesContainer, { strict: false })).getControllers();
  const scanner = new MetadataScanner();
  const reflector = new Reflector();
  return controllers.flatMap(({ metatype }) => {
    const controller = metatype as Type;
    return scanner
      .getAllMethodNames(controller.prototype as object)
      .map((name) => ({ name, handler: controller.prototype[name] as () => unknown }))
      .filter(({ handler }) => Reflect.hasMetadata(PATH_METADATA, handler))
      .map(({ name, handler }) => ({
        name: `${controller.name}.${name}`,
        pattern: patternOf(controller, handler),
        access: routeAccess(reflector, handler, controller),
      }));
  });
}

function patternOf(controller: Type, handler: () => unknown): string {
  const isSse = Reflect.hasMetadata(SSE_METADATA, handler);
  const method = isSse ? 'GET' : RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
  const paths = [controller, handler].map((target) => String(Reflect.getMetadata(PATH_METADATA, target)));
  return `${method} /${paths
    .flatMap((path) => path.split('/'))
    .filter(Boolean)
    .join('/')}`;
}
