# Hands over as many files as the bus lets through, in calls of every kind, and prints what each of them was told.
import os
import dbus
import dbus.lowlevel

NAME = 'dev.bascule.Updater1'
PATH = '/dev/bascule/Updater1'
FILES = 16

bus = dbus.SystemBus()


def call(method, signature, *arguments):
    message = dbus.lowlevel.MethodCallMessage(NAME, PATH, NAME, method)
    message.append(signature=signature, *arguments)
    return message


def files(count):
    opened = os.open('/etc/passwd', os.O_RDONLY)
    try:
        return [dbus.types.UnixFd(opened) for _ in range(count)]
    finally:
        os.close(opened)


def told(message):
    try:
        bus.send_message_with_reply_and_block(message, 60)
        print('done')
    except dbus.DBusException as error:
        print(error.get_dbus_name())


# More files than the method takes, a method that takes none, and a wrong form.
for _ in range(40):
    told(call('InstallDescriptor', 'h' * FILES, *files(FILES)))
    told(call('Status', 'h' * FILES, *files(FILES)))


def heard(reply):
    print(reply.get_error_name() or 'done')


# The right form, without waiting, so that they wait at the other end.
pending = [bus.send_message_with_reply(
    call('InstallDescriptor', 'hsbb', *files(1), '', False, False), heard, 60)
    for _ in range(60)]
for one in pending:
    one.block()
