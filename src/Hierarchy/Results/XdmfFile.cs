using System.Globalization;
using System.Text;
using System.Xml;
using Hierarchy.Scenarios;

namespace Hierarchy.Results;

/// <summary>
/// results.xdmf2: for d = 3 what ParaView opens, the densities f_{N,1} of results.h5 as a series in time on a regular mesh. It holds no values. XDMF
/// lets the last axis of an array run along X, so that X shows vz, Y vy and Z vx.
/// </summary>
internal static class XdmfFile
{
    /// <summary>The line that tells it from other files of the name.</summary>
    public const string FirstLine = "<?xml version=\"1.0\" encoding=\"utf-8\"?><!-- the densities in results.h5 -->";

    /// <summary>The file of a plan with d = 3.</summary>
    public static string Text(ExperimentPlan plan)
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("Xdmf");
            xml.WriteAttributeString("Version", "3.0");
            xml.WriteStartElement("Domain");
            Start(xml, "Grid", ("Name", plan.Scenario.Name), ("GridType", "Collection"), ("CollectionType", "Temporal"));
            for (int t = 0; t < plan.FieldTimes.Length; t++)
                WriteTime(xml, plan, t);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return text.Append('\n').ToString();
    }

    private static void WriteTime(XmlWriter xml, ExperimentPlan plan, int time)
    {
        string mesh = Triple(plan.Grid.Points), first = Triple(plan.Grid.Axis[0]), step = Triple(plan.Grid.Spacing);
        Start(xml, "Grid", ("Name", $"time {Number(plan.FieldTimes[time])}"), ("GridType", "Uniform"));
        Start(xml, "Time", ("Value", Number(plan.FieldTimes[time])));
        xml.WriteEndElement();
        Start(xml, "Topology", ("TopologyType", "3DCoRectMesh"), ("Dimensions", mesh));
        xml.WriteEndElement();
        Start(xml, "Geometry", ("GeometryType", "ORIGIN_DXDYDZ"));
        Item(xml, "3", first);
        Item(xml, "3", step);
        xml.WriteEndElement();
        foreach (PlannedRun run in plan.Runs.Where(run => !run.IsParticles))
        {
            Start(xml, "Attribute", ("Name", $"f {run.Model} N={run.Particles}"), ("AttributeType", "Scalar"), ("Center", "Node"));
            Start(xml, "DataItem", ("ItemType", "HyperSlab"), ("Dimensions", mesh), ("Type", "HyperSlab"));
            Item(xml, "3 4", $"{time} 0 0 0 1 1 1 1 1 {mesh}");
            Start(xml, "DataItem", ("Format", "HDF"), ("NumberType", "Float"), ("Precision", "8"), ("Dimensions", $"{plan.FieldTimes.Length} {mesh}"));
            xml.WriteString($"{ResultFolder.FieldsName}:/f1/{run.Model}/{run.Particles}");
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Item(XmlWriter xml, string dimensions, string content)
    {
        Start(xml, "DataItem", ("Format", "XML"), ("Dimensions", dimensions));
        xml.WriteString(content);
        xml.WriteEndElement();
    }

    private static void Start(XmlWriter xml, string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(element);
        foreach ((string name, string value) in attributes)
            xml.WriteAttributeString(name, value);
    }

    private static string Triple(double value) => string.Join(' ', Enumerable.Repeat(Number(value), 3));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
