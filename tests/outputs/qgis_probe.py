"""What QGIS finds in a GeoPackage, as JSON. Run by the Python that has QGIS, not by ours:

python3 qgis_probe.py FILE.gpkg [--blind] [--near] [MAP.png LAYER …]

Each layer is loaded as a user's drag and drop loads it, with its default style. With MAP.png the
named layers (bottom first, all of them one map) are drawn there; --blind draws as a program does
that tells expressions nothing of the map, --near only the tenth around the middle.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def load(path: str, name: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    if not layer.isValid():
        raise SystemExit(f"QGIS cannot open {name}")
    return layer


def classes(layer: QgsVectorLayer) -> list[list[object]]:
    """Value or filter, label and colour of each class."""
    renderer = layer.renderer()
    if renderer.type() == "categorizedSymbol":
        return [
            [entry.value(), entry.label(), entry.symbol().color().name().upper()]
            for entry in renderer.categories()
        ]
    if renderer.type() == "RuleRenderer":
        return [
            [rule.filterExpression(), rule.label(), rule.symbol().color().name().upper()]
            for rule in renderer.rootRule().children()
        ]
    return [["", "", renderer.symbol().color().name().upper()]]


def drawn_as(layer: QgsVectorLayer) -> dict[str, str]:
    """Per code, the label of the class that QGIS itself draws the feature with."""
    renderer = layer.renderer().clone()
    context = QgsRenderContext()
    context.expressionContext().appendScopes(
        QgsExpressionContextUtils.globalProjectLayerScopes(layer)
    )
    renderer.startRender(context, layer.fields())
    named = {item.ruleKey(): item.label() for item in renderer.legendSymbolItems()}
    found = {}
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        keys = renderer.legendKeysForFeature(feature, context)
        found[feature["code"]] = " + ".join(sorted(named[key] for key in keys & named.keys()))
    renderer.stopRender(context)
    return found


def labels(layer: QgsVectorLayer) -> list[str]:
    """What each rule of the labelling writes: a column or an expression."""
    if not layer.labelsEnabled():
        return []
    return [rule.settings().fieldName for rule in layer.labeling().rootRule().children()]


def shared_edges(layer: QgsVectorLayer) -> dict[str, list[float] | None]:
    """Per code, the lengths of the lines that a generator in its symbol makes, None where none."""
    symbol = layer.renderer().symbols(QgsRenderContext())[0]
    made = [part for part in symbol.symbolLayers() if part.layerType() == "GeometryGenerator"]
    if not made:
        return {}
    expression = QgsExpression(made[0].geometryExpression())
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    found = {}
    for feature in layer.getFeatures():
        context.setFeature(feature)
        lines = expression.evaluate(context)
        empty = lines is None or lines.isNull() or lines.isEmpty()
        parts = [] if empty else lines.asGeometryCollection()
        found[feature["code"]] = sorted(part.length() for part in parts) or None
    return found


def map_tips(layer: QgsVectorLayer) -> list[str]:
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    tips = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        tips.append(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    return tips


def styles(layer: QgsVectorLayer) -> list[str]:
    count, _, names, _, _ = layer.listStylesInDatabase()
    return [names[number] for number in range(count)]


def described(layer: QgsVectorLayer) -> dict[str, object]:
    fields = layer.fields()
    known: dict[str, object] = {
        "features": layer.featureCount(),
        "title": layer.metadata().title(),
        "abstract": layer.metadata().abstract(),
        "rights": layer.metadata().rights(),
        "styles": styles(layer),
        "aliases": {field.name(): field.alias() for field in fields if field.alias()},
        "values": {
            field.name(): field.editorWidgetSetup().config()["map"]
            for field in fields
            if field.editorWidgetSetup().type() == "ValueMap"
        },
    }
    if not layer.isSpatial():
        return known
    to_degrees = QgsCoordinateTransform(
        layer.crs(), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance()
    )
    box = to_degrees.transformBoundingBox(layer.extent())
    return known | {
        "crs": layer.crs().authid(),
        "extent": [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()],
        "renderer": layer.renderer().type(),
        "classes": classes(layer),
        "drawn_as": drawn_as(layer),
        "symbol_layers": [
            part.layerType() for part in layer.renderer().symbols(QgsRenderContext())[0]
        ],
        "labels": labels(layer),
        "shared_edges": shared_edges(layer),
        "tips": map_tips(layer),
    }


def draw(layers: list[QgsVectorLayer], target: str, *, blind: bool, near: bool) -> None:
    settings = QgsMapSettings()
    settings.setLayers(list(reversed(layers)))
    settings.setDestinationCrs(layers[0].crs())
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(QSize(1500, 1300))
    settings.setOutputDpi(130)
    extent = layers[0].extent()
    extent.scale(0.1 if near else 1.05)
    settings.setExtent(extent)
    if not blind:
        context = QgsExpressionContext()
        context.appendScope(QgsExpressionContextUtils.globalScope())
        context.appendScope(QgsExpressionContextUtils.projectScope(QgsProject.instance()))
        context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
        settings.setExpressionContext(context)  # as QGIS's own window and layouts do
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(target)


def main(path: str, *asked: str) -> None:
    target, *drawn = [word for word in asked if not word.startswith("--")] or [""]
    application = QgsApplication([], False)
    application.initQgis()
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        names = [row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")]
    layers = {name: load(path, name) for name in names if name != "layer_styles"}
    json.dump({name: described(layer) for name, layer in layers.items()}, sys.stdout)
    if target:
        chosen = [layers[name] for name in drawn]
        draw(chosen, target, blind="--blind" in asked, near="--near" in asked)
    sys.stdout.flush()
    os._exit(0)  # QGIS's own end at exit is not safe under every Qt platform


if __name__ == "__main__":
    main(*sys.argv[1:])
