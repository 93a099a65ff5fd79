using System.CommandLine;
using System.Globalization;
using DistributedSample;
using NeuronDsl.Distributed;

// mpirun -n 2 dotnet run -c Release --no-build --project Samples/Distributed -- network; without mpirun the same program is its only rank.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return Communicator.Run(communicator =>
{
    RootCommand root = new("Experiments on as many ranks as mpirun or Slurm starts; by itself on one.")
    {
        NetworkCommand.Create(communicator), TrainCommand.Create(communicator), SweepCommand.Create(communicator),
    };

    // Exceptions are the communicator's: a rank that fails takes the others with it.
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
});
