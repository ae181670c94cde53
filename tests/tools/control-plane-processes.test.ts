import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as tls from "node:tls";
import { endPlane } from "../../rehearsal/control-plane/connection";
import {
    kubeconfigOf,
    isCertified,
    prepareCredentials,
    serverCertificate,
    tokenOf,
    type UserName,
    users,
    writeKubeconfigs,
} from "../../rehearsal/control-plane/credentials";
import { makePlaneFolder, planeFolder, type PlaneFolder } from "../../rehearsal/control-plane/folder";
import { belongsTo, endLeftovers, runningPrograms } from "../../rehearsal/control-plane/processes";
import { programEnvironment } from "../../rehearsal/control-plane/program";
import { type ProgramName, programNames } from "../../rehearsal/control-plane/binaries/modules";
import { programArguments } from "../../rehearsal/control-plane/programs";
import { claim, livingRecord, readRecord, type SupervisorRecord, updateRecord } from "../../rehearsal/control-plane/record";

let folder: PlaneFolder;
let home: string;
const started: ChildProcess[] = [];

beforeEach(() => {
    home = realpathSync(mkdtempSync(path.join(os.tmpdir(), "plane-")));
    folder = planeFolder(path.join(home, "demo.hcp.example"));
    makePlaneFolder(folder);
});
afterEach(() => {
    started.splice(0).forEach((child) => child.kill("SIGKILL"));
    rmSync(home, { recursive: true, force: true });
});

/** A process that does nothing, called with an argument. Its number is noted as a program of the plane where a name is given. */
async function idle(argument: string, name?: string): Promise<number> {
    const child = spawn(process.execPath, ["-e", "setTimeout(() => undefined, 60000)", "--", argument], { stdio: "ignore" });
    started.push(child);
    await new Promise((resolve) => child.once("spawn", resolve));
    const pid = child.pid ?? 0;
    while (!existsSync(`/proc/${String(pid)}`) && os.platform() === "linux") {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if (name !== undefined) {
        writeFileSync(path.join(folder.processes, name), `${String(pid)}\n`);
    }
    return pid;
}

const isAlive = (pid: number): boolean => {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
};

async function until(condition: () => boolean): Promise<boolean> {
    for (let attempt = 0; attempt < 250 && !condition(); attempt++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return condition();
}

describe("processes that a killed supervisor left behind", () => {
    it("are those whose command line names the plane's folder, and no other that has the number now", async () => {
        const etcd = await idle(`--data-dir=${folder.data}`, "etcd");
        const innocent = await idle("--data-dir=/elsewhere", "kwok");
        const neighbour = await idle(`--data-dir=${folder.root}-other/etcd`, "kube-scheduler");
        expect([etcd, innocent, neighbour].map((pid) => belongsTo(folder, pid))).toEqual([true, false, false]);
        expect([...runningPrograms(folder)]).toEqual([["etcd", etcd]]);
    });

    it("are ended before anything starts on their data, and nobody else is", async () => {
        const etcd = await idle(`--data-dir=${folder.data}`, "etcd");
        const innocent = await idle("--data-dir=/elsewhere", "kwok");
        writeFileSync(path.join(folder.processes, "kube-apiserver"), "not a number");
        expect(await endLeftovers(folder)).toEqual(["etcd"]);
        expect([belongsTo(folder, etcd), isAlive(innocent)]).toEqual([false, true]);
        expect(readdirSync(folder.processes)).toEqual([]);
    });

    it("are ended by a guard when the process that started it is killed", async () => {
        const etcd = await idle(`--data-dir=${folder.data}`, "etcd");
        const innocent = await idle("--data-dir=/elsewhere", "kwok");
        // a process of its own, as the guard's life hangs on it
        const supervisor = spawn(
            process.execPath,
            [
                "--import",
                "tsx",
                "-e",
                `require(${JSON.stringify(require.resolve("../../rehearsal/control-plane/guard.ts"))}).startGuard(${JSON.stringify(folder)}); console.log("on guard"); setTimeout(() => undefined, 60000)`,
            ],
            { stdio: ["ignore", "pipe", "inherit"], cwd: path.resolve(__dirname, "..", "..") },
        );
        started.push(supervisor);
        await new Promise((resolve) => supervisor.stdout.once("data", resolve));
        expect(isAlive(etcd)).toBe(true);
        supervisor.kill("SIGKILL");
        expect(await until(() => !belongsTo(folder, etcd))).toBe(true);
        expect(isAlive(innocent)).toBe(true);
    }, 30_000);
});

it("a plane is the same behind every link that leads to it, also before it is there", () => {
    const link = path.join(home, "link");
    symlinkSync(home, link);
    expect(planeFolder(path.join(link, "demo.hcp.example"))).toEqual(folder);
    expect(planeFolder(path.join(link, "not-yet"))).toEqual(planeFolder(path.join(home, "not-yet")));
});

describe("the record of who runs a control plane", () => {
    const record = (pid: number): SupervisorRecord => ({ pid, started: `2026-11-21T10:00:0${String(pid % 10)}Z`, keep: false });

    it("belongs to the first who claims it, as long as that one lives", async () => {
        const living = await idle(folder.root);
        expect(claim(folder, record(living))).toBeUndefined();
        expect(claim(folder, record(process.pid))).toEqual(record(living));
        expect(livingRecord(folder)).toEqual(record(living));
    });

    it.each<[string, () => Promise<number>]>([
        ["has ended", async () => Promise.resolve(2 ** 22 - 1)],
        ["is another program now", async () => idle("--unrelated")],
    ])("is taken over from one that %s", async (_, dead) => {
        const pid = await dead();
        updateRecord(folder, record(pid));
        expect([livingRecord(folder), readRecord(folder)?.pid]).toEqual([undefined, pid]);
        expect(claim(folder, record(process.pid))).toBeUndefined();
        expect(readRecord(folder)?.pid).toBe(process.pid);
    });

    it("that a crash left torn is taken over", () => {
        writeFileSync(folder.record, '{ "pid": 12');
        expect(claim(folder, record(process.pid))).toBeUndefined();
        expect(readRecord(folder)).toEqual(record(process.pid));
        expect(readdirSync(folder.root).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    });

    it("goes when everything is ended, also when only leftovers run", async () => {
        const etcd = await idle(`--data-dir=${folder.data}`, "etcd");
        updateRecord(folder, record(2 ** 22 - 1));
        expect(await endPlane(folder)).toBe(true);
        expect([belongsTo(folder, etcd), existsSync(folder.record)]).toEqual([false, false]);
        expect(await endPlane(folder)).toBe(false);
    });
});

describe("credentials", () => {
    const names = Object.keys(users) as UserName[];

    it("are made once, differ, and are for their owner alone", () => {
        prepareCredentials(folder);
        const tokens = names.map((name) => tokenOf(folder, name));
        expect(new Set(tokens).size).toBe(names.length);
        prepareCredentials(folder);
        expect(names.map((name) => tokenOf(folder, name))).toEqual(tokens);
        const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8);
        const key = path.join(folder.certificates, "service-account.key");
        expect([mode(folder.tokens), mode(key), mode(folder.root)]).toEqual(["600", "600", "700"]);
    });

    it.each<[string, string, Date, boolean]>([
        ["that is good for years is kept", tls.rootCertificates[0] ?? "", new Date("2020-01-01"), true],
        ["that has expired goes, so that the server makes a new one", tls.rootCertificates[0] ?? "", new Date("2199-01-01"), false],
        ["that is torn goes", "-----BEGIN CERTIFICATE-----\nMIIB", new Date("2020-01-01"), false],
    ])("a certificate %s", (_, contents, now, isKept) => {
        writeFileSync(serverCertificate(folder), contents);
        writeFileSync(path.join(folder.certificates, "apiserver.key"), "key");
        prepareCredentials(folder, now);
        expect([existsSync(serverCertificate(folder)), existsSync(path.join(folder.certificates, "apiserver.key"))]).toEqual([
            isKept,
            isKept,
        ]);
    });

    it("a certificate counts when its key is there as well, which the server writes after it", () => {
        writeFileSync(serverCertificate(folder), "half of a certific");
        expect(isCertified(folder)).toBe(false);
        writeFileSync(path.join(folder.certificates, "apiserver.key"), "key");
        expect(isCertified(folder)).toBe(true);
    });

    it("are in kubeconfigs, one for people and one for each program", () => {
        prepareCredentials(folder);
        writeFileSync(serverCertificate(folder), "certificate");
        writeKubeconfigs(folder, "demo.hcp.example", "https://127.0.0.1:4711");
        const config = JSON.parse(readFileSync(folder.kubeconfig, "utf8")) as Record<string, unknown>;
        expect(config).toMatchObject({
            "current-context": "demo.hcp.example",
            clusters: [
                {
                    name: "demo.hcp.example",
                    cluster: {
                        server: "https://127.0.0.1:4711",
                        "certificate-authority-data": Buffer.from("certificate").toString("base64"),
                    },
                },
            ],
            users: [{ name: "administrator", user: { token: tokenOf(folder, "administrator") } }],
        });
        expect(names.every((name) => readFileSync(kubeconfigOf(folder, name), "utf8").includes(tokenOf(folder, name)))).toBe(true);
    });
});

describe("the programs of a control plane", () => {
    const programs: readonly ProgramName[] = programNames;
    const settings = { port: 4711, serviceCidr: "172.21.0.0/16", stages: "/stages.yaml" };
    const lines = (): string[][] => programs.map((name) => programArguments(name, folder, settings));

    it("listen on loopback or not at all, and are known by the plane's folder", () => {
        const text = lines().flat();
        expect(text.filter((argument) => /^--(bind-address|secure-port|listen|server-address)/.test(argument))).toEqual([
            "--listen-client-urls=unix://etcd.sock",
            "--listen-peer-urls=http://127.0.0.1:0",
            "--bind-address=127.0.0.1",
            "--secure-port=4711",
            "--secure-port=0",
            "--secure-port=0",
            "--server-address=",
        ]);
        expect(lines().every((args) => args.some((argument) => argument.includes(`${folder.root}${path.sep}`)))).toBe(true);
    });

    it("are given no token on their command line, which everybody on the machine can read", () => {
        prepareCredentials(folder);
        const text = lines().flat().join(" ");
        expect((Object.keys(users) as UserName[]).filter((name) => text.includes(tokenOf(folder, name)))).toEqual([]);
    });

    it("admit what AKS admits, and take the cluster's own addresses", () => {
        expect(programArguments("kube-apiserver", folder, settings)).toEqual(
            expect.arrayContaining([
                "--enable-admission-plugins=ExtendedResourceToleration",
                "--authorization-mode=Node,RBAC",
                "--service-cluster-ip-range=172.21.0.0/16",
                "--anonymous-auth=false",
            ]),
        );
    });

    it("do not meet what the user's shell has for other clusters", () => {
        const environment = { PATH: "/bin", KUBECONFIG: "/other", ETCD_DATA_DIR: "/other", GODEBUG: "x", HOME: "/home/me" };
        expect(programEnvironment(environment)).toEqual({ PATH: "/bin", HOME: "/home/me" });
    });
});
