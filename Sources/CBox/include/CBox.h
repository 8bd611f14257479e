#pragma once
#include "box_attack.h"
#include "box_child.h"
#include "box_filter.h"
#include "box_host.h"
#include "box_protocol.h"
#include "box_request.h"
#include "box_supervise.h"
