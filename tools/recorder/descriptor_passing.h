// Descriptors through unix sockets (SCM_RIGHTS in unix(7)).
#ifndef LANDSHIM_TOOLS_RECORDER_DESCRIPTOR_PASSING_H_
#define LANDSHIM_TOOLS_RECORDER_DESCRIPTOR_PASSING_H_

namespace landshim {

// Sends a descriptor, beside the int 0. False, and errno.
bool SendDescriptor(int channel, int fd);

// Receives one, close-on-exec. False: none came.
bool ReceiveDescriptor(int channel, int* fd);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_DESCRIPTOR_PASSING_H_
