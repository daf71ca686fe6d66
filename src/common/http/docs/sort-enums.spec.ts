import { sortEnums } from './sort-enums.js';

describe('sortEnums', () => {
  it('should give one document for the same values, in whatever order the compiler met them', () => {
    const documentOf = (...values: string[]) => ({ schemas: [{ status: { type: 'string', enum: values } }] });

    expect(sortEnums(documentOf('succeeded', 'failed'))).toEqual(documentOf('failed', 'succeeded'));
    expect(sortEnums(documentOf('failed', 'succeeded'))).toEqual(documentOf('failed', 'succeeded'));
  });

  it('should leave the list it was given as it is, which may be a constant of the code', () => {
    const values = ['succeeded', 'failed'];
    sortEnums({ enum: values });
    expect(values).toEqual(['succeeded', 'failed']);
  });

  it('should leave a field of that name and every other list as they are', () => {
    const document = { properties: { enum: { type: 'string' } }, required: ['b', 'a'] };

    expect(sortEnums(document)).toEqual({ properties: { enum: { type: 'string' } }, required: ['b', 'a'] });
  });
});
