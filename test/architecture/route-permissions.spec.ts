import { Controller, Get, Module, Sse } from '@nestjs/common';
import { EMPTY } from 'rxjs';
import { AppModule } from '../../src/app.module.js';
import { Public, RequirePermission } from '../../src/auth/index.js';
import { projectFile } from './support/project.js';
import { type Route, routesOf } from '../support/routes.js';

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

  it('should be told as it is by the OpenAPI document', async () => {
    const { paths } = JSON.parse(projectFile('openapi.json')) as {
      paths: Record<string, Record<string, { operationId: string; security?: object[] }>>;
    };
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    // A ticket stands in for the token; `docs-pages.spec.ts` says where.
    const own = (security?: object[]) => security?.filter((scheme) => !('stream_ticket' in scheme));
    const told = new Map(operations.map(({ operationId, security }) => [operationId.toLowerCase(), own(security)]));
    const access = new Map(
      (await routesOf(AppModule)).map((route) => [route.name.replace('Controller.', '').toLowerCase(), route.access]),
    );

    for (const [operation, security] of told) {
      expect([...access.keys()]).toContain(operation);
      expect({ operation, security }).toEqual({
        operation,
        security: access.get(operation) === 'public' ? undefined : [{ bearer: [] }],
      });
    }
  });

  it('should be found missing when a route, also a stream and in an imported module, declares none', async () => {
    const routes = await routesOf(OuterModule);

    expect(undeclared(routes)).toEqual(['FixtureController.forgotten', 'FixtureController.forgottenStream']);
  });

  it('should be that of the route before that of its controller', async () => {
    const routes = await routesOf(FixtureModule);

    expect(routes).toContainEqual({
      name: 'GuardedFixtureController.inherited',
      pattern: 'GET /guarded-fixture',
      access: 'admin:users',
    });
    expect(routes).toContainEqual({
      name: 'GuardedFixtureController.open',
      pattern: 'GET /guarded-fixture/open',
      access: 'public',
    });
  });
});
