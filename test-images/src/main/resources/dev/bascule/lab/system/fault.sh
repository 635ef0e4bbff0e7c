#!/bin/sh
# Does what is wrong with this release.
read -r fault < /etc/lab/fault
echo "LAB fault $fault" > /dev/console
crash() {
  echo 1 > /proc/sys/kernel/sysrq
  echo c > /proc/sysrq-trigger
}
case $fault in
  failed-unit) exit 1 ;;
  panic) crash ;;
  # It comes up once, is confirmed, and never comes up again.
  crash-loop)
    [ ! -e /var/lib/lab-was-up ] || crash
    touch /var/lib/lab-was-up
    sync /var/lib
    ;;
  # The first process does not die of it: it says so and stops doing anything.
  init-hang) kill -SEGV 1 ;;
esac
exit 0
