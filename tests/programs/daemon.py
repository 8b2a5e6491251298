"""A daemon as they are written: daemon.py PORT. It answers a line, the path of a file, with the file."""
import os
import signal
import socket
import sys

if os.fork():
    os._exit(0)
os.setsid()
if os.fork():
    os._exit(0)
os.umask(0o022)
null = os.open("/dev/null", os.O_RDWR)
log = os.open("log/daemon.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
for source, target in ((null, 0), (log, 1), (log, 2)):
    os.dup2(source, target)


def end(*_):
    os.unlink("run/daemon.pid")
    os._exit(0)


signal.signal(signal.SIGTERM, end)
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
with open("run/daemon.pid.new", "w") as file:
    file.write("%d\n" % os.getpid())
os.rename("run/daemon.pid.new", "run/daemon.pid")
while True:
    client, _ = server.accept()
    with client:
        try:
            with open(client.makefile().readline().strip()) as file:
                client.sendall(file.read().encode())
        except OSError as error:
            client.sendall(str(error).encode())
