import { Controller, Get, Module, Sse, type Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { EMPTY } from 'rxjs';
import { AppModule } from '../../src/app.module.js';
import { routeAccess } from '../../src/auth/access/route-access.js';
import { Public, RequirePermission } from '../../src/auth/index.js';

interface Route {
  /** `Controller.method` */
  readonly name: string;
  readonly access: string | undefined;
}

/** Every route of a module and of all it imports. Nothing is instantiated (`preview`), so no store is needed. */
async function routesOf(module: Type): Promise<Route[]> {
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
        access: routeAccess(reflector, handler, controller),
      }));
  });
}

const undeclared = (routes: Route[]) => routes.filter(({ access }) => access === undefined).map(({ name }) => name);

@Controller('fixture')
class FixtureController {
  @Get('open')
  @Public()
  open() {}

  @Get('guarded')
  @RequirePermission('chat:read')
  guarded() {}

  @Get('forgotten')
  forgotten() {}

  @Sse('forgotten-stream')
  forgottenStream() {
    return EMPTY;
  }

  notARoute() {}
}

@Controller('guarded-fixture')
@RequirePermission('admin:users')
class GuardedFixtureController {
  @Get()
  inherited() {}

  @Get('open')
  @Public()
  open() {}
}

@Module({ controllers: [FixtureController, GuardedFixtureController] })
class FixtureModule {}

@Module({ imports: [FixtureModule] })
class OuterModule {}

describe('the access of every route', () => {
  it('should be declared, by @Public or @RequirePermission', async () => {
    const routes = await routesOf(AppModule);

    expect(routes.map(({ name }) => name)).toContain('AuthController.logIn');
    expect(undeclared(routes)).toEqual([]);
  });

  it('should be found missing when a route, also a stream and in an imported module, declares none', async () => {
    const routes = await routesOf(OuterModule);

    expect(undeclared(routes)).toEqual(['FixtureController.forgotten', 'FixtureController.forgottenStream']);
  });

  it('should be that of the route before that of its controller', async () => {
    const routes = await routesOf(FixtureModule);

    expect(routes).toContainEqual({ name: 'GuardedFixtureController.inherited', access: 'admin:users' });
    expect(routes).toContainEqual({ name: 'GuardedFixtureController.open', access: 'public' });
  });
});
