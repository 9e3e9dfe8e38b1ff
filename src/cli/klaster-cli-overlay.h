/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-cli.h"
#include "klaster-geojson-geometry.h"

G_BEGIN_DECLS

KlasterGeometry *klaster_cli_load_overlay (KlasterCli     *cli,
                                           KlasterProject *project);

G_END_DECLS
