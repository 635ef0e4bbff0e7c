#!/bin/sh
# A shell for the laboratory on the second serial port: tells which system is up, then does what it is told.
read -r version < /etc/lab/version
slot=$(sed -n 's/.*root=PARTLABEL=ROOT-\([^ ]*\).*/\1/p' /proc/cmdline)

# PCs have a second port of their own; QEMU's ARM board has it on PCI, where Linux counts anew.
port=/dev/ttyS1
[ "$(uname -m)" = aarch64 ] && port=/dev/ttyS0

# UEFI firmware has written to this port too: begin a line of our own.
# Each line is a command with a number before it; what it writes goes back marked, then its exit code.
stty -F "$port" raw -echo
exec 3<> "$port"
printf '\n' >&3
echo "ready $slot $version $(cat /proc/sys/kernel/random/boot_id) $(cut -d' ' -f1 /proc/uptime)" >&3
while read -r number line <&3; do
  sh -c "$line" > /run/out 2> /run/err < /dev/null 3<&-
  code=$?
  sed 's/^/o /' /run/out >&3
  sed 's/^/e /' /run/err >&3
  echo "end $number $code" >&3
done
