"""Listens on a port of 127.0.0.1: listener.py PORT_FILE RECEIVED_FILE [PORT], a free one if none is given.

Writes the port to PORT_FILE, then appends what each client sends to RECEIVED_FILE and answers it
with an HTTP response that says "hello".
"""
import os
import socket
import sys

port_file, received_file = sys.argv[1:3]
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", int(sys.argv[3]) if len(sys.argv) > 3 else 0))
server.listen()
# By rename, so that whoever waits for the file never sees half of it.
with open(port_file + ".new", "w") as file:
    print(server.getsockname()[1], file=file)
os.rename(port_file + ".new", port_file)
while True:
    client, _ = server.accept()
    with client, open(received_file, "ab", buffering=0) as received:
        client.settimeout(5)
        try:
            received.write(client.recv(65536))
            client.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhello\n")
        except OSError:
            pass
