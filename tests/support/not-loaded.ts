/**
 * Stands for the libraries with which Pulumi's SDK turns functions of programs into text: the TypeScript compiler and npm's own resolver,
 * ten megabytes that every unit test would load and none uses (jest.config.js). Programs and rehearsals have the real ones.
 */
module.exports = new Proxy(
    { __esModule: true },
    {
        get: (known, name) => {
            if (name in known) {
                return Reflect.get(known, name) as unknown;
            }
            throw new Error(`unit tests do not load what has ${String(name)}; see moduleNameMapper in jest.config.js`);
        },
    },
);
