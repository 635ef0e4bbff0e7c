#!/bin/sh
# Does what is wrong with this release.
read -r fault < /etc/lab/fault
echo "LAB fault $fault" > /dev/console
case $fault in
  failed-unit) exit 1 ;;
  panic)
    echo 1 > /proc/sys/kernel/sysrq
    echo c > /proc/sysrq-trigger
    ;;
  # The first process does not die of it: it says so and stops doing anything.
  init-hang) kill -SEGV 1 ;;
esac
exit 0
