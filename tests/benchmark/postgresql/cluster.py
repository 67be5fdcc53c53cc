"""A PostgreSQL of our own: installed if need be, in a folder that goes again.

The machine's own clusters are not touched. Nothing listens on a port.
"""
import ctypes
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

BINARIES = pathlib.Path("/usr/lib/postgresql/15/bin")
USER = "homeward"

# For one client that reads: everything fits in memory, nothing in parallel
# (homeward has one thread too), no compilation of short queries, and nothing
# that works in the background while we measure.
SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "2GB",
    "effective_cache_size": "4GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "8GB",
    "autovacuum": "off",
}


def install(file, package):
    """Installs Debian's `package`, if `file`, which is in it, is missing."""
    if pathlib.Path(file).exists():
        return
    rights = [] if os.geteuid() == 0 else ["sudo"]
    for command in (["apt-get", "update", "-q"],
                    ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-q", "-y",
                     "--no-install-recommends", package]):
        subprocess.run(rights + command, check=True, stdout=sys.stderr)


def owner():
    """Who runs the server: it refuses root."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def die_with_parent():
    """The kernel stops the server if we are killed. Runs in the child."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGINT)


class Cluster:
    """`with Cluster() as cluster`: runs in the block, and is gone after it."""

    def __init__(self, settings=None):
        self._settings = SETTINGS if settings is None else settings
        self.folder = None
        self._server = None

    @property
    def process(self):
        """The server's process id."""
        return self._server.pid

    def __enter__(self):
        install(BINARIES / "initdb", "postgresql-15")  # With pg_trgm.
        self.folder = tempfile.mkdtemp(prefix="homeward_postgresql_")
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)  # Ends sessions, then stops.
            try:
                self._server.wait(30)
            except subprocess.TimeoutExpired:
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _as_owner(self):
        if os.geteuid() != 0:
            return {}
        return {"user": owner().pw_uid, "group": owner().pw_gid, "extra_groups": []}

    def _start(self):
        os.chown(self.folder, owner().pw_uid, owner().pw_gid)
        data = f"{self.folder}/data"
        # C.UTF-8 knows the letters of every script; with C, pg_trgm would see
        # ASCII alone.
        subprocess.run([BINARIES / "initdb", "-D", data, "-U", USER, "--auth=trust",
                        "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
                       check=True, stdout=subprocess.DEVNULL, cwd=self.folder,
                       **self._as_owner())
        with open(f"{data}/postgresql.conf", "a", encoding="utf-8") as file:
            file.write("".join(f"{name} = {value}\n" for name, value in self._settings.items()))
        log = open(f"{self.folder}/log", "wb")
        with log:
            # A group of its own, so that Ctrl-C is ours to pass on.
            self._server = subprocess.Popen(
                [BINARIES / "postgres", "-D", data, "-k", self.folder], stdout=log, stderr=log,
                cwd=self.folder, start_new_session=True, preexec_fn=die_with_parent,
                **self._as_owner())
        self._await_ready()

    def _await_ready(self):
        deadline = time.monotonic() + 60
        ready = [BINARIES / "pg_isready", "-q", "-h", self.folder]
        while subprocess.run(ready).returncode:
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("PostgreSQL does not start:\n" +
                                   pathlib.Path(self.folder, "log").read_text())
            time.sleep(0.1)

    def psql(self, script):
        """What psql prints of `script`: columns parted by tabs, no headers.

        Raises RuntimeError with what psql says at the first error.
        """
        done = subprocess.run(
            [BINARIES / "psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1",
             "-h", self.folder, "-U", USER, "-d", "postgres"],
            input=script, capture_output=True, text=True, encoding="utf-8",
            env={**os.environ, "PGCLIENTENCODING": "UTF8"})
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout
