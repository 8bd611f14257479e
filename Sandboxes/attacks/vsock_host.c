#include "attack.h"
#include <linux/vm_sockets.h>

int main(void) {
    int channel = socket(AF_VSOCK, SOCK_STREAM, 0);
    if (tried("socket(AF_VSOCK)", channel)) {
        struct sockaddr_vm address = {
            .svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_HOST, .svm_port = 1024};
        connect(channel, (struct sockaddr *)&address, sizeof address);
    }
    tried("/dev/vsock", open("/dev/vsock", O_RDONLY));
    tried("/dev/vhost-vsock", open("/dev/vhost-vsock", O_RDWR));
}
