// System call filters as classic BPF programs (Linux, x86-64 and arm64), assembled here so that no library is needed.
// What a filter forbids fails with EPERM; clone3 fails with ENOSYS, so that the C library falls back to clone, whose flags a filter can read.
import { endianness } from "node:os";

/** fork-server: may fork and kill; single: one program with threads; candidate: a running job, which may not even signal or set limits aside. */
export type FilterKind = "fork-server" | "single" | "candidate";

interface Architecture {
  readonly audit: number;
  readonly calls: Readonly<Record<string, number>>;
}

// Calls that have the same number on both architectures (all that were added since 2019).
const shared = {
  pidfd_send_signal: 424,
  io_uring_setup: 425,
  io_uring_enter: 426,
  io_uring_register: 427,
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsconfig: 431,
  fsmount: 432,
  fspick: 433,
  pidfd_open: 434,
  pidfd_getfd: 438,
  mount_setattr: 442,
  quotactl_fd: 443,
  memfd_secret: 447,
};

const architectures: Readonly<Partial<Record<string, Architecture>>> = {
  x64: {
    audit: 0xc000003e,
    calls: {
      ...shared,
      shmget: 29,
      socket: 41,
      connect: 42,
      accept: 43,
      bind: 49,
      listen: 50,
      socketpair: 53,
      clone: 56,
      fork: 57,
      vfork: 58,
      execve: 59,
      kill: 62,
      semget: 64,
      msgget: 68,
      ptrace: 101,
      syslog: 103,
      rt_sigqueueinfo: 129,
      personality: 135,
      pivot_root: 155,
      prctl: 157,
      chroot: 161,
      acct: 163,
      mount: 165,
      umount2: 166,
      swapon: 167,
      reboot: 169,
      sethostname: 170,
      init_module: 175,
      delete_module: 176,
      quotactl: 179,
      tkill: 200,
      io_setup: 206,
      tgkill: 234,
      mq_open: 240,
      kexec_load: 246,
      add_key: 248,
      request_key: 249,
      keyctl: 250,
      migrate_pages: 256,
      unshare: 272,
      move_pages: 279,
      accept4: 288,
      rt_tgsigqueueinfo: 297,
      perf_event_open: 298,
      fanotify_init: 300,
      prlimit64: 302,
      name_to_handle_at: 303,
      open_by_handle_at: 304,
      setns: 308,
      process_vm_readv: 310,
      process_vm_writev: 311,
      kcmp: 312,
      finit_module: 313,
      seccomp: 317,
      memfd_create: 319,
      kexec_file_load: 320,
      bpf: 321,
      execveat: 322,
      userfaultfd: 323,
    },
  },
  arm64: {
    audit: 0xc00000b7,
    calls: {
      ...shared,
      io_setup: 0,
      umount2: 39,
      mount: 40,
      pivot_root: 41,
      chroot: 51,
      quotactl: 60,
      acct: 89,
      personality: 92,
      unshare: 97,
      kexec_load: 104,
      init_module: 105,
      delete_module: 106,
      syslog: 116,
      ptrace: 117,
      kill: 129,
      tkill: 130,
      tgkill: 131,
      rt_sigqueueinfo: 138,
      reboot: 142,
      sethostname: 161,
      prctl: 167,
      mq_open: 180,
      msgget: 186,
      semget: 190,
      shmget: 194,
      socket: 198,
      socketpair: 199,
      bind: 200,
      listen: 201,
      accept: 202,
      connect: 203,
      add_key: 217,
      request_key: 218,
      keyctl: 219,
      clone: 220,
      execve: 221,
      swapon: 224,
      migrate_pages: 238,
      move_pages: 239,
      rt_tgsigqueueinfo: 240,
      perf_event_open: 241,
      accept4: 242,
      prlimit64: 261,
      fanotify_init: 262,
      name_to_handle_at: 264,
      open_by_handle_at: 265,
      setns: 268,
      process_vm_readv: 270,
      process_vm_writev: 271,
      kcmp: 272,
      finit_module: 273,
      seccomp: 277,
      memfd_create: 279,
      bpf: 280,
      execveat: 281,
      userfaultfd: 282,
      kexec_file_load: 294,
    },
  },
};

// What the program that sets a box up still needs before it runs a candidate.
const allowed: Readonly<Record<FilterKind, readonly string[]>> = {
  "fork-server": ["clone", "fork", "vfork", "execve", "kill", "prctl", "seccomp", "prlimit64", "tgkill", "tkill"],
  single: ["clone", "execve", "kill", "prctl", "prlimit64", "tgkill", "tkill", "memfd_create"],
  candidate: ["clone"],
};

const load = 0x20;
const jumpIfEqual = 0x15;
const jumpIfAtLeast = 0x35;
const jumpIfBitsSet = 0x45;
const give = 0x06;
const allow = 0x7fff0000;
const killProcess = 0x80000000;
const errno = (number: number) => 0x00050000 | number;
const notPermitted = errno(1);
const notImplemented = errno(38);
const cloneThread = 0x00010000;
const clone3 = 435;

/** The filter's bytes for `architecture` (default this machine's); null where we know no numbers for it. Pure; a few microseconds. */
export function seccompFilter(kind: FilterKind, architecture: string = process.arch): Buffer | null {
  const known = architectures[architecture];
  if (known === undefined || endianness() !== "LE") return null;
  const program: Buffer[] = [];
  const emit = (code: number, ifTrue: number, ifFalse: number, value: number) => {
    const instruction = Buffer.alloc(8);
    instruction.writeUInt16LE(code, 0);
    instruction.writeUInt8(ifTrue, 2);
    instruction.writeUInt8(ifFalse, 3);
    instruction.writeUInt32LE(value >>> 0, 4);
    program.push(instruction);
  };
  // The call's number is at offset 0 of the data, the architecture at 4, the first argument's low half at 16.
  emit(load, 0, 0, 4);
  emit(jumpIfEqual, 1, 0, known.audit);
  emit(give, 0, 0, killProcess);
  emit(load, 0, 0, 0);
  if (architecture === "x64") {
    // The x32 interface would reach the same calls under other numbers.
    emit(jumpIfAtLeast, 0, 1, 0x40000000);
    emit(give, 0, 0, notPermitted);
  }
  emit(jumpIfEqual, 0, 1, clone3);
  emit(give, 0, 0, notImplemented);
  for (const [name, number] of Object.entries(known.calls)) {
    if (allowed[kind].includes(name)) continue;
    emit(jumpIfEqual, 0, 1, number);
    emit(give, 0, 0, notPermitted);
  }
  if (kind !== "fork-server") {
    // A thread may be made, a process may not.
    const { clone } = known.calls;
    emit(jumpIfEqual, 0, 3, clone ?? 0);
    emit(load, 0, 0, 16);
    emit(jumpIfBitsSet, 1, 0, cloneThread);
    emit(give, 0, 0, notPermitted);
  }
  emit(give, 0, 0, allow);
  return Buffer.concat(program);
}
