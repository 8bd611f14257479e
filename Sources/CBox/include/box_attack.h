// What the escape suite leaves on the host for attacks to find, and looks at afterwards.
#pragma once
#include <stdint.h>

/// Listening sockets that nobody may reach; -errno on failure.
int cbox_listen_loopback(uint16_t *port);
int cbox_listen_abstract(const char *name);
/// 1 if somebody has connected since the last look, else 0.
int cbox_was_reached(int listener);

/// A System V segment that everybody on the host may use; its number or -errno.
int cbox_segment(int key, const char *text);
/// 1 if it holds the text and nobody is or was attached.
int cbox_segment_is_untouched(int segment, const char *text);
void cbox_forget_segment(int segment);

/// A key that everybody on the host may read; its number or -errno.
int32_t cbox_key(const char *name, const char *text);
/// 1 if it holds the text.
int cbox_key_is_untouched(int32_t key, const char *text);
void cbox_forget_key(int32_t key);
