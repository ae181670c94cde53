// Preloaded into a Node process: appends every file that it opens or loads to the file named by RECORD_FILES.
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const target = process.env.RECORD_FILES;
const seen = new Set();
const append = fs.appendFileSync;

function record(file) {
    const name = file instanceof URL ? file.pathname : Buffer.isBuffer(file) ? file.toString() : file;
    if (typeof name === "string" && !seen.has(name)) {
        seen.add(name);
        append(target, `${path.resolve(name)}\n`);
    }
}

for (const [object, names] of [
    [fs, ["open", "openSync", "readFile", "readFileSync", "createReadStream", "readdir", "readdirSync"]],
    [fs.promises, ["open", "readFile", "readdir"]],
]) {
    for (const name of names) {
        const original = object[name];
        object[name] = function (file, ...rest) {
            record(file);
            return original.call(this, file, ...rest);
        };
    }
}

const load = Module.prototype.load;
Module.prototype.load = function (file) {
    record(file);
    return load.call(this, file);
};
